"""The database itself sees to it that what was shown to the public is only ever withdrawn, with its reason."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION publications_only_withdrawn() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.withdrawn_on IS NOT NULL OR NEW.withdrawn_on IS NULL OR NEW.content IS NOT NULL
       OR to_jsonb(NEW) - '{content,withdrawn_on,withdrawn_reason}'::text[]
          IS DISTINCT FROM to_jsonb(OLD) - '{content,withdrawn_on,withdrawn_reason}'::text[] THEN
        RAISE EXCEPTION 'publications: a published item can only be withdrawn' USING ERRCODE = 'EC003';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER publications_only_withdrawn BEFORE UPDATE ON publications_published_item
    FOR EACH ROW EXECUTE FUNCTION publications_only_withdrawn();
"""
BACKWARD = """
DROP TRIGGER publications_only_withdrawn ON publications_published_item;
DROP FUNCTION publications_only_withdrawn();
"""


class Migration(migrations.Migration):
    """The trigger on published items."""

    dependencies = [("publications", "0001_published_snapshots")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
