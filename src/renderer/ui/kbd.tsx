// Keys as a person reads them on a keyboard: "mod+k" is ⌘K on a Mac and Ctrl K elsewhere. For the eye only: the names of
// controls are said elsewhere.
import { classes } from './classes.ts'

const onMac = /mac/i.test(navigator.userAgent)

const glyphs: Record<string, string> = {
  mod: onMac ? '⌘' : 'Ctrl',
  enter: '↵',
  escape: 'Esc',
  up: '↑',
  down: '↓',
  left: '←',
  right: '→',
  shift: '⇧',
}

const spoken: Record<string, string> = {
  mod: onMac ? 'Command' : 'Control',
  up: 'arrow up',
  down: 'arrow down',
  left: 'arrow left',
  right: 'arrow right',
  '/': 'slash',
  '?': 'question mark',
}

const capital = (key: string): string => key.charAt(0).toUpperCase() + key.slice(1)

const said = (key: string): string => spoken[key] ?? capital(key)

/** Keys as they are read out: "Control K", "G, then P". */
export const keysInWords = (keys: string): string =>
  keys
    .split(' ')
    .map((stroke) => stroke.split('+').map(said).join(' '))
    .join(', then ')

/** Keys as `aria-keyshortcuts` names them, which knows none that are pressed one after the other. */
export function keysAsAttribute(keys: string | undefined): string | undefined {
  if (keys === undefined || keys.includes(' ')) return undefined
  const strokes = keys.split('+')
  const named = (mod: string): string =>
    strokes.map((key) => (key === 'mod' ? mod : key.length === 1 ? key : capital(key))).join('+')
  return strokes.includes('mod') ? `${named('Control')} ${named('Meta')}` : named('')
}

const shown = (key: string): string => glyphs[key] ?? (key.length === 1 ? key.toUpperCase() : key)

/** `keys`: "g p" are two strokes one after the other, "mod+k" are pressed together. */
export function Kbd({ keys, onFill = false }: { keys: string; onFill?: boolean }) {
  return (
    <span aria-hidden="true" className="inline-flex items-center gap-0.5">
      {keys.split(/[ +]/).map((key) => (
        <kbd
          key={key}
          className={classes(
            'inline-flex h-[18px] min-w-[18px] items-center justify-center rounded border px-1 font-sans text-xs font-medium',
            onFill ? 'border-on-accent/40 text-on-accent' : 'border-line-strong bg-sunken text-ink-2',
          )}
        >
          {shown(key)}
        </kbd>
      ))}
    </span>
  )
}
