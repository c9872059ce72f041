"""The passages of a document in their order, by which the first that hold a word are found."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("studyapp", "0009_personal_texts"),
    ]

    operations = [
        # An index is added beside the table, which keeps its triggers.
        migrations.AddIndex(
            model_name="passage",
            index=models.Index(fields=["document", "id"], name="passages_in_order"),
        ),
    ]
