// How far long work is, as a bar. It says the same to a screen reader only when asked: it must never announce every step.
export function Progress({
  label,
  done,
  total,
}: {
  label: string
  done: number
  /** Null while it is not known how much there is. */
  total: number | null
}) {
  const part = total === null || total === 0 ? null : Math.min(1, done / total)
  return (
    <div
      role="progressbar"
      aria-label={label}
      {...(part === null
        ? {}
        : { 'aria-valuemin': 0, 'aria-valuemax': 100, 'aria-valuenow': Math.floor(part * 100) })}
      className="h-1.5 overflow-hidden rounded-full bg-current/20"
    >
      <div
        className={
          part === null
            ? 'h-full w-1/4 animate-pulse rounded-full bg-current'
            : 'h-full rounded-full bg-current'
        }
        style={part === null ? undefined : { width: `${part * 100}%` }}
      />
    </div>
  )
}
