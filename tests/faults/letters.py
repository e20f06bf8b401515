"""Put letters into the outbox: `letters ADDRESS...`, each to a colleague of her own."""

import sys
from datetime import timedelta

import django
from django.utils import timezone

django.setup()

from zhike.core.accounts.models import User  # noqa: E402 - Django has to be set up before
from zhike.core.notices import operations as notices  # noqa: E402
from zhike.core.notices.models import Way  # noqa: E402
from zhike.phrases import Phrase  # noqa: E402


def main() -> None:
    for address in sys.argv[1:]:
        user = User.objects.create(username=address, name=address, email=address)
        notices.choose(user, channel=Way.Channel.MAIL, pace=Way.Pace.SOON)
        notices.tell([user], Phrase("Export"), key="fault", at=timezone.now() - timedelta(minutes=5))


if __name__ == "__main__":
    main()
