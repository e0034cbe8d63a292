/** An address that leads nowhere. */
export function NotFound() {
  return (
    <main className="page" id="main">
      <h1>Nothing is here</h1>
      <p className="muted">
        The address may be mistyped, or the object belongs to another workspace.{' '}
        <a className="link" href="/">
          Go to Today
        </a>
      </p>
    </main>
  )
}
