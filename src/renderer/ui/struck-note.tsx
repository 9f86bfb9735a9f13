// A note that can be struck out and stays readable: its line, and the question before. What it is a note of, its features say.
import { Strikethrough } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Failure, Result } from '../../contract/result.ts'
import { IconButton } from './button.tsx'
import { classes } from './classes.ts'
import { ConfirmDialog } from './confirm-dialog.tsx'
import { useDeskToast } from './desk-toast.ts'
import { RelativeTime } from './dates/relative-time.tsx'

interface NoteLineProps {
  note: { operator: string; at: number; struck: { operator: string; at: number } | null }
  text: string
  /** The text as the button names it. */
  name: string
  /** What else is said beneath it. */
  children?: ReactNode
  className?: string
  onStrike: () => void
}

export function NoteLine({ note, text, name, children, className, onStrike }: NoteLineProps) {
  const { operator, at, struck } = note
  return (
    <li className={classes('flex gap-2.5', className)}>
      <div className="min-w-0 flex-1">
        <p className="whitespace-pre-line">{struck === null ? text : <s className="text-ink-3">{text}</s>}</p>
        <p className="flex flex-wrap gap-x-1.5 text-sm text-ink-3">
          <span>{operator}</span>
          <RelativeTime milliseconds={at} />
          {children}
          {struck !== null && (
            <span>
              Struck out by {struck.operator} <RelativeTime milliseconds={struck.at} />
            </span>
          )}
        </p>
      </div>
      {struck === null && (
        <IconButton icon={Strikethrough} label={`Strike out “${name}”`} onClick={onStrike} />
      )}
    </li>
  )
}

interface StrikeOutProps {
  text: string
  /** What follows from it. */
  means: string
  strike: () => Promise<Result<unknown>>
  /** Said with it once it is done. */
  done?: string
  /** A dialog over this one, which stays as it is beneath. */
  above?: ReactNode
  onClose: () => void
}

export function StrikeOut({ text, means, strike, done, above, onClose }: StrikeOutProps) {
  const toast = useDeskToast()
  const confirm = async (): Promise<Failure | null> => {
    const struck = await strike()
    if (!struck.ok) return struck.error
    toast({ title: 'Note struck out', ...(done !== undefined && { description: done }) })
    return null
  }
  return (
    <ConfirmDialog
      title="Strike out this note?"
      keep="Keep it"
      act="Strike it out"
      onConfirm={confirm}
      above={above}
      onClose={onClose}
    >
      <p className="whitespace-pre-line">{text}</p>
      <p className="text-ink-2">{means} This can’t be undone.</p>
    </ConfirmDialog>
  )
}
