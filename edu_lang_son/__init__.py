"""The summit: settings, servers, address map; assembles the apps and owns no table."""
