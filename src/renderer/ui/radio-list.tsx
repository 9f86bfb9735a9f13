// A few choices one below the other, each with what it means; exactly one of them is taken.
import { useId, type ReactNode } from 'react'

export function RadioList<Value extends string>({
  label,
  choices,
  chosen,
  onChoose,
}: {
  label: string
  choices: readonly { value: Value; word: string; means: ReactNode; disabled?: boolean }[]
  chosen: Value
  onChoose: (value: Value) => void
}) {
  const name = useId()
  return (
    <fieldset className="flex flex-col">
      <legend className="mb-1 text-sm font-medium text-ink-2">{label}</legend>
      {choices.map(({ value, word, means, disabled = false }) => (
        <div key={value} className="-mx-2 flex gap-2.5 rounded-md px-2 py-1 hover:bg-hover">
          <input
            id={`${name}-${value}`}
            type="radio"
            name={name}
            value={value}
            checked={value === chosen}
            disabled={disabled}
            aria-describedby={`${name}-${value}-note`}
            onChange={() => onChoose(value)}
            className="mt-[3px] size-3.5 shrink-0"
          />
          <div className="min-w-0 flex-1">
            <label htmlFor={`${name}-${value}`} className={disabled ? 'text-ink-3' : ''}>
              {word}
            </label>
            <p id={`${name}-${value}-note`} className="text-sm text-ink-3">
              {means}
            </p>
          </div>
        </div>
      ))}
    </fieldset>
  )
}
