from django.urls import path

from visits import views

app_name = "visits"
urlpatterns = [
    path("my/", views.my, name="my"),
    path("my/stops/<int:stop_id>/days/<str:day>/", views.day, name="day"),
]
