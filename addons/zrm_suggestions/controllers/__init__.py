from . import coauthor, suggest, suggestion_page, suggestion_tracking, suggestions
