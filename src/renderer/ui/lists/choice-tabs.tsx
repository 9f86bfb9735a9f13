// A row of choices above a list, one of them pressed, each with a count where it is known, and at their end what is said of the chosen one.
import { classes } from '../classes.ts'
import { OneLine } from '../one-line.tsx'

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
  says = null,
  className,
}: {
  label: string
  choices: readonly TabChoice<Value>[]
  isChosen: (value: Value) => boolean
  onChoose: (value: Value) => void
  /** Of the chosen one. */
  says?: string | null
  className?: string
}) {
  return (
    <OneLine
      role="group"
      label={label}
      height={26}
      line="gap-x-1 px-3"
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
      {says !== null && (
        <p className="figures ml-auto px-1 leading-[26px] whitespace-nowrap text-ink-2">{says}</p>
      )}
    </OneLine>
  )
}
