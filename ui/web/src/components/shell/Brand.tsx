export function Brand() {
  return (
    <svg viewBox="0 0 32 32" width="24" height="24" aria-hidden="true">
      <rect width="32" height="32" rx="7" fill="#1b4b8f" />
      <rect x="6" y="8" width="20" height="4" rx="2" fill="#fff" />
      <rect x="10" y="14" width="11" height="4" rx="2" fill="#8fc7ff" />
      <rect x="17" y="20" width="9" height="4" rx="2" fill="#ffb454" />
    </svg>
  );
}
