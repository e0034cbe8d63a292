/** The product's mark. */
export function Mark() {
  return (
    <svg className="mark" viewBox="0 0 20 20" aria-hidden="true">
      <rect width="20" height="20" rx="5" fill="var(--text)" />
      <path d="M4.5 13.5c3 0 3-7 5.5-7s2.5 7 5.5 7" fill="none" stroke="var(--ground)" strokeWidth="1.8" strokeLinecap="round" />
      <circle cx="10" cy="6.5" r="1.9" fill="var(--ground)" />
    </svg>
  )
}
