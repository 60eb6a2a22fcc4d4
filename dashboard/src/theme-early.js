// Runs before the first paint, so that a remembered theme never flashes in the other one.
try {
  const theme = localStorage.getItem('strata-theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset['theme'] = theme;
} catch {
  // Storage may be forbidden; then the system's preference holds.
}
