// Sends the desk an event of our own over HTTP and shows what became of each step, with its time.
import { CircleCheck, CircleDashed, CircleX, FlaskConical, type LucideIcon } from 'lucide-react'
import { useState } from 'react'
import type { ListenerState, SelfTest } from '../../../contract/events.ts'
import type { Result } from '../../../contract/result.ts'
import { call } from '../../bridge/client.ts'
import { Button } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { countText } from '../../ui/count.ts'
import { Group } from '../../ui/group.tsx'
import { plainWord } from '../../ui/words/looks.ts'

const stepWords: Record<string, string> = {
  reachable: 'The address answers',
  forgery_refused: 'A forged event is refused',
  signature: 'A signed event is accepted',
  committed: 'It is stored',
  answered: 'It is answered',
  found: 'It can be read again',
}

type Outcome = 'ok' | 'failed' | 'untried'

const outcomes: Record<Outcome, { icon: LucideIcon; word: string; className: string }> = {
  ok: { icon: CircleCheck, word: 'Passed', className: 'text-green' },
  failed: { icon: CircleX, word: 'Failed', className: 'text-red' },
  untried: { icon: CircleDashed, word: 'Not tried', className: 'text-ink-3' },
}

export function SelfTestGroup({ listener }: { listener: ListenerState }) {
  const { deskId, takesSecrets, secrets } = listener
  const [busy, setBusy] = useState(false)
  const [result, setResult] = useState<Result<SelfTest> | null>(null)
  const run = async (): Promise<void> => {
    setBusy(true)
    setResult(null)
    const answer = await call('listener.selfTest', { deskId })
    setBusy(false)
    setResult(answer)
  }
  return (
    <Group
      title="Self-test"
      says="Sends this desk an event of our own, signed for this once, and follows it to the disk. Nothing is sent to Stripe."
    >
      <Button icon={FlaskConical} busy={busy} onClick={() => void run()}>
        {busy ? 'Testing…' : 'Run the self-test'}
      </Button>
      <div role="status" className="mt-3 empty:hidden">
        {result &&
          (result.ok ? (
            <Steps test={result.value} needsSecret={takesSecrets && secrets.length === 0} />
          ) : (
            <p className="text-red">{result.error.message}</p>
          ))}
      </div>
    </Group>
  )
}

/** The first step that is not ok failed; the ones behind it were not tried. */
function outcomeOf(steps: SelfTest['steps'], index: number): Outcome {
  if (steps[index]?.ok) return 'ok'
  return steps.findIndex((step) => !step.ok) === index ? 'failed' : 'untried'
}

/** `needsSecret`: none is entered with which Stripe could sign. */
function Steps({ test: { passed, steps }, needsSecret }: { test: SelfTest; needsSecret: boolean }) {
  const tone = !passed ? 'text-red' : needsSecret ? 'text-amber' : 'text-green'
  return (
    <>
      <p className={classes('font-medium', tone)}>
        {!passed
          ? 'The test failed: an event from Stripe would not get through.'
          : needsSecret
            ? 'All steps passed, but an event from Stripe is refused until a signing secret is entered above.'
            : 'All steps passed.'}
      </p>
      <ol aria-label="Steps" className="mt-1 divide-y divide-line">
        {steps.map(({ step, ms, text }, index) => {
          const outcome = outcomeOf(steps, index)
          const { icon: Icon, word, className } = outcomes[outcome]
          return (
            <li key={step} className="flex items-start gap-2 py-1.5">
              <Icon size={15} aria-hidden="true" className={classes('mt-[3px] shrink-0', className)} />
              <div className="min-w-0 flex-1">
                <p className={outcome === 'untried' ? 'text-ink-3' : undefined}>
                  <span className="unseen">{word}: </span>
                  {stepWords[step] ?? plainWord(step)}
                </p>
                {outcome !== 'untried' && (
                  <p className={classes('text-sm', outcome === 'failed' ? 'text-red' : 'text-ink-3')}>
                    {text}
                  </p>
                )}
              </div>
              {outcome !== 'untried' && (
                <span className="figures shrink-0 text-sm text-ink-3">{countText(ms)} ms</span>
              )}
            </li>
          )
        })}
      </ol>
    </>
  )
}
