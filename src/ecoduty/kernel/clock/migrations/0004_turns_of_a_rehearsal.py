"""Turning the clock of a rehearsal from inside: a row turns it, and only where the mark is."""

from __future__ import annotations

from django.db import migrations, models

# Runs as the owner of the tables (SECURITY DEFINER): the application may write a turn, but never the mark itself.
TURN = """
CREATE FUNCTION clock_turn() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE clock_rehearsal SET clock_offset = NEW.clock_offset WHERE clock_offset <= NEW.clock_offset;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'clock: no rehearsal, or its clock would go back' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER clock_turn_moves_the_mark BEFORE INSERT ON clock_turn FOR EACH ROW EXECUTE FUNCTION clock_turn();
"""
TURN_REVERSE = """
DROP TRIGGER clock_turn_moves_the_mark ON clock_turn;
DROP FUNCTION clock_turn();
"""


class Migration(migrations.Migration):
    dependencies = [('clock', '0003_simulated')]

    operations = [
        migrations.CreateModel(
            name="ClockTurn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("by", models.CharField(max_length=200)),
                ("turned_at", models.DateTimeField()),
                ("offset", models.DurationField(db_column="clock_offset")),
            ],
            options={"db_table": "clock_turn"},
        ),
        migrations.RunSQL(TURN, TURN_REVERSE),
    ]
