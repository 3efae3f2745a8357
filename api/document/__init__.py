"""The OpenAPI document, Swagger UI, the dictionary, the catalogue: what describes the API."""
