// The mark of a business: its colour, and its first letter for those who can't tell colours.
import type { BusinessColor } from '../../contract/desks.ts'

export function BusinessMark({ name, color }: { name: string; color: BusinessColor }) {
  return (
    <span
      aria-hidden="true"
      data-business={color}
      className="business-mark inline-flex size-[18px] shrink-0 items-center justify-center rounded-[5px] text-xs leading-none font-semibold text-on-accent"
    >
      {firstLetter(name)}
    </span>
  )
}

const letters = new Intl.Segmenter()

function firstLetter(name: string): string {
  for (const { segment } of letters.segment(name.trim())) return segment.toUpperCase()
  return '?'
}
