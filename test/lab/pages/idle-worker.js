// A service worker that does nothing: whether it is registered is all that matters.
