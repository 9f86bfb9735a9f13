// The permissions that a restricted key for Bursar needs, ready to be made in the Dashboard or sent to whoever makes it.
import { ChevronRight, Copy } from 'lucide-react'
import { permissions } from '../../domain/permissions.ts'
import { Button } from './button.tsx'
import { copyText } from './copy.ts'

const levelWords = { read: 'Read', write: 'Write' } as const

/** One row for each row of the Dashboard's form: with the higher of two levels, which includes the lower. */
const rows = permissions.filter(
  ({ resource, level }) =>
    level === 'write' || !permissions.some((other) => other.resource === resource && other.level === 'write'),
)
const needed = permissions.filter(
  ({ resource, optional }, index) =>
    !optional && permissions.findIndex((other) => other.resource === resource) === index,
)

/** As a text to send. */
export function permissionText(): string {
  return [
    'A restricted key for Bursar needs these permissions (Stripe Dashboard, Developers, API keys):',
    ...rows.map(({ resource, level, what }) => `${resource}: ${levelWords[level]} (${what.toLowerCase()})`),
    `At the least: ${needed.map(({ resource, level }) => `${resource}: ${levelWords[level]}`).join(', ')}.`,
    'All others: None.',
  ].join('\n')
}

export function PermissionList() {
  return (
    <details className="group text-sm">
      <summary className="inline-flex h-6 items-center gap-1 rounded text-ink-2 hover:text-ink">
        <ChevronRight size={13} aria-hidden="true" className="group-open:rotate-90" />
        Permissions for a restricted key
      </summary>
      <div className="mt-1 rounded-lg border border-line">
        <p className="flex items-center gap-3 border-b border-line py-1.5 pr-1.5 pl-3 text-ink-2">
          <span className="flex-1">
            In the Stripe Dashboard under Developers, API keys, Create restricted key. Leave all others at
            None.
          </span>
          <Button size="small" icon={Copy} onClick={() => void copyText(permissionText(), 'Permissions')}>
            Copy the list
          </Button>
        </p>
        <ul
          aria-label="Permissions"
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- or it can't be scrolled by keys
          tabIndex={0}
          className="max-h-44 overflow-y-auto px-3 py-1 -outline-offset-2"
        >
          {rows.map(({ id, resource, level, what, optional }) => (
            <li key={id} className="grid grid-cols-[minmax(0,5fr)_48px_minmax(0,6fr)] gap-2 py-0.5">
              <span className="font-medium">{resource}</span>
              <span>{levelWords[level]}</span>
              <span className="text-ink-2">
                {what}
                {!optional && !needsOnlyRead(resource) && ' (needed)'}
                {needsOnlyRead(resource) && ' (Read is needed)'}
              </span>
            </li>
          ))}
        </ul>
      </div>
    </details>
  )
}

/** Where the list asks for Write, but a desk opens with Read. */
function needsOnlyRead(resource: string): boolean {
  return (
    needed.some((one) => one.resource === resource) &&
    rows.some((row) => row.resource === resource && row.level === 'write')
  )
}
