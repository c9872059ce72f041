"""Full-text search: the passages of every document, and the database's index over their tokens.

SQLite keeps the index in a table beside the rows, which triggers hold in step with them; a later
migration that makes the table of passages anew drops the triggers and must call `index` again.
PostgreSQL keeps an index of its own. Both get tokens that are letters, Han or digits only.
"""

import django.db.models.deletion
from django.db import migrations, models

from studyapp.text.search_tokens import index_text, pieces

SQLITE = (
    "CREATE VIRTUAL TABLE studyapp_passage_index USING fts5("
    "tokens, content='studyapp_passage', content_rowid='id', prefix='1', "
    "tokenize='unicode61 remove_diacritics 0')",
    "CREATE TRIGGER studyapp_passage_added AFTER INSERT ON studyapp_passage BEGIN "
    "INSERT INTO studyapp_passage_index(rowid, tokens) VALUES (new.id, new.tokens); END",
    "CREATE TRIGGER studyapp_passage_removed AFTER DELETE ON studyapp_passage BEGIN "
    "INSERT INTO studyapp_passage_index(studyapp_passage_index, rowid, tokens) "
    "VALUES ('delete', old.id, old.tokens); END",
    "CREATE TRIGGER studyapp_passage_changed AFTER UPDATE ON studyapp_passage BEGIN "
    "INSERT INTO studyapp_passage_index(studyapp_passage_index, rowid, tokens) "
    "VALUES ('delete', old.id, old.tokens); "
    "INSERT INTO studyapp_passage_index(rowid, tokens) VALUES (new.id, new.tokens); END",
)
POSTGRESQL = (
    "CREATE INDEX studyapp_passage_index ON studyapp_passage "
    "USING gin (to_tsvector('simple', tokens))",
)
SQLITE_UNDO = (
    "DROP TRIGGER studyapp_passage_changed",
    "DROP TRIGGER studyapp_passage_removed",
    "DROP TRIGGER studyapp_passage_added",
    "DROP TABLE studyapp_passage_index",
)
POSTGRESQL_UNDO = ("DROP INDEX studyapp_passage_index",)


def index(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def drop_index(apps, schema_editor):
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in SQLITE_UNDO if is_sqlite else POSTGRESQL_UNDO:
        schema_editor.execute(statement)


def fill(apps, schema_editor):
    """The passages of the documents that are there already, as `search.index` makes them."""
    Passage = apps.get_model("studyapp", "Passage")
    for document in apps.get_model("studyapp", "Document").objects.iterator():
        rows = [Passage(document=document, tokens=index_text(f"{document.title}\n{document.source}"))]
        for section in document.sections.order_by("position"):
            heading = index_text(f"{section.label} {section.title}")
            rows += [Passage(document=document, section=section, tokens=heading)] if heading else []
            rows += [
                Passage(
                    document=document,
                    section=section,
                    paragraph=piece.paragraph,
                    start=piece.start,
                    tokens=index_text(piece.text),
                )
                for piece in pieces(section.body)
            ]
        Passage.objects.bulk_create(rows, batch_size=500)


class Migration(migrations.Migration):

    dependencies = [
        ("studyapp", "0007_imports"),
    ]

    operations = [
        migrations.CreateModel(
            name='Passage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('paragraph', models.PositiveIntegerField(blank=True, null=True, verbose_name='paragraph')),
                ('start', models.PositiveIntegerField(default=0, verbose_name='start')),
                ('tokens', models.TextField(verbose_name='tokens')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='passages', to='studyapp.document', verbose_name='document')),
                ('section', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='studyapp.section', verbose_name='section')),
            ],
            options={
                'verbose_name': 'passage',
                'verbose_name_plural': 'passages',
                'ordering': ['document', 'id'],
            },
        ),
        migrations.RunPython(index, drop_index),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
