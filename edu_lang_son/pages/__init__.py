"""Pages that assemble several apps: home by role, dashboards, indicators, communes, schools."""
