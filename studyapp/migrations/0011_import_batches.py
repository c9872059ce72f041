"""Texts that come in together, and what was read of a text before someone put it right."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("studyapp", "0010_passages_in_order"),
    ]

    operations = [
        migrations.AddField(
            model_name="import",
            name="as_read",
            field=models.JSONField(blank=True, default=dict, verbose_name="as it was read"),
        ),
        migrations.AddField(
            model_name="import",
            name="batch",
            field=models.UUIDField(blank=True, null=True, verbose_name="came in together as"),
        ),
        migrations.AddIndex(
            model_name="import",
            index=models.Index(
                condition=models.Q(("batch__isnull", False)),
                fields=["batch", "id"],
                name="imports_of_a_batch",
            ),
        ),
    ]
