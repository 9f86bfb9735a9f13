// A word that says what it means on hover and focus, and to a screen reader.
import { Hint } from './hint.tsx'

export function Defined({ word, means }: { word: string; means: string }) {
  return (
    <Hint text={means}>
      <button
        type="button"
        aria-label={`${word}: ${means}`}
        className="rounded underline decoration-line-strong decoration-dotted underline-offset-3"
      >
        {word}
      </button>
    </Hint>
  )
}
