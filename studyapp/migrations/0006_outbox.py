from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("studyapp", "0005_kinds")]

    operations = [
        migrations.AddField(
            model_name="attempt",
            name="judged_right",
            field=models.BooleanField(
                blank=True, null=True, verbose_name="right in the learner’s own view"
            ),
        ),
    ]
