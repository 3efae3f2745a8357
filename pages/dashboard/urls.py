"""The addresses below `/dashboard/`."""

from django.urls import path

from pages.dashboard import views

app_name = "dashboard"
urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("figures/", views.figures, name="figures"),
    path("table.csv", views.table_csv, name="table_csv"),
    path("burn-up.csv", views.burn_up_csv, name="burn_up_csv"),
]
