// Quiet status pills: a shape and a word besides the colour, so that nothing depends on seeing colour.
import type { LucideIcon } from 'lucide-react'
import { classes } from './classes.ts'

const tones = {
  green: 'bg-green-tint text-green',
  amber: 'bg-amber-tint text-amber',
  red: 'bg-red-tint text-red',
  blue: 'bg-blue-tint text-blue',
  grey: 'bg-grey-tint text-grey',
} as const

export type Tone = keyof typeof tones

export interface Look {
  tone: Tone
  icon: LucideIcon
  word: string
}

export function Pill({ look }: { look: Look }) {
  const Icon = look.icon
  return (
    <span
      className={classes(
        'inline-flex h-5 max-w-full items-center gap-1 rounded-[5px] px-1.5 text-sm font-medium whitespace-nowrap',
        // The colour of a selected row is nearly that of some tints.
        'in-[[aria-selected=true]]:bg-bg in-[[aria-selected=true]]:inset-ring in-[[aria-selected=true]]:inset-ring-current/35',
        tones[look.tone],
      )}
    >
      <Icon size={12} strokeWidth={2.25} aria-hidden="true" className="shrink-0" />
      <span className="truncate">{look.word}</span>
    </span>
  )
}

const iconTones = {
  green: 'text-green',
  amber: 'text-amber',
  red: 'text-red',
  blue: 'text-blue',
  grey: 'text-grey',
} as const

/** The shape of a look alone, for beside a title that says the word. */
export function ToneIcon({ look }: { look: Look }) {
  const Icon = look.icon
  return <Icon size={15} aria-hidden="true" className={classes('shrink-0', iconTones[look.tone])} />
}
