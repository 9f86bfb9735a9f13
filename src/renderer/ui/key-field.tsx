// The field for a Stripe key, which says what a key is while it is typed. The key must never be shown, kept after it was sent, or
// written anywhere.
import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react'
import { useId, type RefObject } from 'react'
import { classifyKey, explainKeyRefusal, isSimulatedLiveKey } from '../../domain/keys.ts'
import { Field, TextInput } from './field.tsx'

export interface KeyHint {
  tone: 'plain' | 'good' | 'warn' | 'bad'
  text: string
}

const prefixes = ['sk_test_', 'rk_test_', 'sk_live_', 'rk_live_']

/** What to say of a key as it stands in the field. Half a right prefix is no mistake yet. `wanted`: the only mode that will do. */
export function keyHint(typed: string, standIn: boolean, wanted: 'test' | 'live' | null = null): KeyHint {
  const text = typed.trim()
  const judged = classifyKey(text)
  if (judged.kind === 'refused') {
    const mode = wanted ?? (standIn ? 'test' : null)
    const fitting = prefixes.filter((prefix) => mode === null || prefix.includes(mode)).toReversed()
    const beginning = text === '' || prefixes.some((prefix) => prefix.startsWith(text))
    if (beginning) return { tone: 'plain', text: `Begins with ${listed(fitting)}.` }
    return { tone: 'bad', text: explainKeyRefusal(judged.reason) }
  }
  const type = judged.type === 'restricted' ? 'Restricted key' : 'Secret key'
  if (wanted !== null && judged.mode !== wanted)
    return { tone: 'bad', text: `${type}, ${judged.mode} mode: a ${wanted} key belongs here.` }
  if (judged.mode === 'test') return { tone: 'good', text: `${type}, test mode: no real money.` }
  if (isSimulatedLiveKey(text)) {
    return { tone: 'warn', text: 'A live key of the simulator: give its address under Advanced.' }
  }
  if (standIn) {
    return {
      tone: 'bad',
      text: 'Live keys are refused here: the system’s browser is standing in for the application. Use a test key.',
    }
  }
  return judged.type === 'restricted'
    ? { tone: 'good', text: 'Restricted key, live mode: this desk will be read-only until you unlock it.' }
    : {
        tone: 'warn',
        text: 'Secret key, live mode: whoever gets it can do everything with the account. A restricted key is safer; its permissions are listed below.',
      }
}

export const isUsable = ({ tone }: KeyHint): boolean => tone === 'good' || tone === 'warn'

const listed = (words: readonly string[]): string =>
  new Intl.ListFormat('en', { type: 'disjunction' }).format(words)

const hintLooks = {
  plain: { icon: null, className: 'text-ink-3' },
  good: { icon: CircleCheck, className: 'text-green' },
  warn: { icon: TriangleAlert, className: 'text-amber' },
  bad: { icon: CircleAlert, className: 'text-red' },
} as const

export function KeyField({
  label,
  value,
  hint,
  readOnly,
  ref,
  onChange,
}: {
  label: string
  value: string
  hint: KeyHint
  readOnly: boolean
  /** A key that was refused is gone from the field, and to be pasted there again. */
  ref: RefObject<HTMLInputElement | null>
  onChange: (value: string) => void
}) {
  const hintId = useId()
  const { icon: Icon, className } = hintLooks[hint.tone]
  return (
    <Field label={label}>
      {(control) => (
        <>
          <TextInput
            {...control}
            ref={ref}
            type="password"
            name="bursar-key"
            autoFocus
            autoCapitalize="off"
            value={value}
            readOnly={readOnly}
            aria-describedby={hintId}
            onChange={(event) => onChange(event.target.value)}
            className="h-9 font-mono"
          />
          <p id={hintId} aria-live="polite" className={`flex items-start gap-1.5 text-sm ${className}`}>
            {Icon && <Icon size={13} aria-hidden="true" className="mt-0.5 shrink-0" />}
            {hint.text}
          </p>
        </>
      )}
    </Field>
  )
}
