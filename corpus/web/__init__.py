"""What the site and the annotation desk share: the pieces of ASGI, the policy of every response, languages, ports."""
