from django.urls import path

from dashboards import home, views

app_name = "dashboards"
urlpatterns = [
    path("", home.home, name="home"),
    path("start/", home.start, name="start"),
    path("dashboard/", views.dashboard, name="dashboard"),
    path("dashboard/figures/", views.figures, name="figures"),
    path("dashboard/table.csv", views.table_csv, name="table_csv"),
    path("dashboard/burn-up.csv", views.burn_up_csv, name="burn_up_csv"),
]
