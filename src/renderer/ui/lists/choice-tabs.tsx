// A row of choices above a list, one of them pressed, each with a count where it is known.
import { classes } from '../classes.ts'
import { Sideways } from '../sideways.tsx'

export interface TabChoice<Value> {
  word: string
  value: Value
  /** As a person reads it: "1,234+". */
  count?: string
  /** What the word leaves open. */
  title?: string
}

export function ChoiceTabs<Value>({
  label,
  choices,
  isChosen,
  onChoose,
  className,
}: {
  label: string
  choices: readonly TabChoice<Value>[]
  isChosen: (value: Value) => boolean
  onChoose: (value: Value) => void
  className?: string
}) {
  return (
    <Sideways
      role="group"
      label={label}
      line="gap-1 px-3 py-1"
      {...(className !== undefined && { className })}
    >
      {choices.map(({ word, value, count, title }) => (
        <button
          key={word}
          type="button"
          title={title}
          aria-pressed={isChosen(value)}
          onClick={() => onChoose(value)}
          className={classes(
            'inline-flex h-[26px] shrink-0 items-center gap-1.5 rounded-md px-2 font-medium',
            isChosen(value) ? 'bg-press text-ink' : 'text-ink-2 hover:bg-hover hover:text-ink',
          )}
        >
          {word}
          {count !== undefined && <span className="figures text-sm font-normal text-ink-3">{count}</span>}
        </button>
      ))}
    </Sideways>
  )
}
