"""`manage.py reconcile`: prove every stored total against the facts."""

from django.core.management.base import BaseCommand, CommandError

from upkeep.proof.reconcile import reconcile


class Command(BaseCommand):
    help = "Prove every stored total against the facts; exit code 1 on any mismatch. --repair rewrites."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--repair", action="store_true", help="write the true figures over what differs")

    def handle(self, *args, repair: bool, **options) -> None:
        proof = reconcile(repair=repair)
        for line in proof.named:
            self.stdout.write(f"mismatch: {line}")
        for line in proof.broken_chains:
            self.stdout.write(f"broken history: {line}")
        if proof.pending:
            self.stdout.write(f"left out, waiting for the drain: {proof.pending}")
        if repair and proof.mismatches:
            self.stdout.write("The true figures were written over what differed.")
        self.stdout.write(f"buckets compared: {proof.compared}, mismatches: {proof.mismatches}")
        if proof.broken_chains or (proof.mismatches and not repair):
            raise CommandError("The totals or the history do not agree with the facts.", returncode=1)
