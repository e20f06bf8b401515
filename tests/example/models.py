from typing import ClassVar

from django.db import models
from django.urls import reverse


class Book(models.Model):
    name = models.CharField("name", max_length=60)
    shelf = models.CharField("shelf", max_length=20)
    price = models.BigIntegerField("price")  # 分
    version = models.PositiveIntegerField("version", default=1)

    objects: ClassVar[models.Manager["Book"]] = models.Manager()

    class Meta:
        app_label = "example"  # the test modules are imported before the app is installed

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("books:card", args=[self.pk])
