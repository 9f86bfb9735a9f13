// A few choices side by side in one control, exactly one of them taken.
import { classes } from './classes.ts'

export function Segments<Value extends string>({
  label,
  choices,
  chosen,
  onChoose,
}: {
  label: string
  choices: readonly { value: Value; word: string }[]
  /** Null: none of these. */
  chosen: Value | null
  onChoose: (value: Value) => void
}) {
  return (
    <div
      role="group"
      aria-label={label}
      className="inline-flex h-[30px] shrink-0 overflow-hidden rounded-md border border-line-strong bg-raised"
    >
      {choices.map(({ value, word }) => (
        <button
          key={value}
          type="button"
          aria-pressed={value === chosen}
          onClick={() => onChoose(value)}
          className={classes(
            'border-l border-line px-2.5 font-medium -outline-offset-2 first:border-l-0',
            value === chosen
              ? 'bg-press text-ink forced-colors:underline'
              : 'text-ink-2 hover:bg-hover hover:text-ink',
          )}
        >
          {word}
        </button>
      ))}
    </div>
  )
}
