// A made-up webhook listener: its state, its signing secrets (of each only that it came), and its self-test. It must never be imported by
// the product.
import type { ListenerState, SelfTest } from '../../../src/contract/events.ts'
import { failure, success } from '../../../src/contract/outcome.ts'
import type { Result } from '../../../src/contract/result.ts'

/** What is known of a secret by which an event came that Stripe knows. */
export const proved = { proof: 'proved', whyNotAsked: null } as const

export function createFakeListener(
  deskId: string,
  given: Partial<ListenerState>,
  selfTestPasses: boolean,
  push: (state: ListenerState) => void,
) {
  const path = '/desks/4f1c7a90d2b84e13'
  let state: ListenerState = {
    deskId,
    running: true,
    port: 47_251,
    path,
    urls: [`http://127.0.0.1:47251${path}`, `http://[::1]:47251${path}`],
    forwardCommand: `stripe listen --forward-to http://127.0.0.1:47251${path}`,
    note: null,
    secrets: [{ ...proved, id: 'secret_1', addedAt: Date.now() - 12 * 86_400_000 }],
    takesSecrets: true,
    accepted: 1284,
    duplicates: 6,
    refused: [
      { reason: 'The signature is not by a signing secret of this desk.', count: 3 },
      { reason: 'By the clock of this machine, it was signed more than 300 seconds ago.', count: 1 },
    ],
    refusedForNobody: [{ reason: 'No desk listens at this path.', count: 2 }],
    lastAcceptedAt: Date.now() - 4000,
    lastRefusal: {
      reason: 'The signature is not by a signing secret of this desk.',
      at: Date.now() - 3_600_000,
    },
    ...given,
  }
  const change = (changes: Partial<ListenerState>): Result<ListenerState> => {
    state = { ...state, ...changes }
    push(state)
    return success(state)
  }
  let added = 1
  const entered = new Set<string>()
  return {
    state: () => success(state),
    change,
    addSecret({ secret }: { secret: string }): Result<ListenerState> {
      if (!/^whsec_[A-Za-z0-9+/=]{16,}$/.test(secret))
        return failure('key_malformed', 'This is not a whole signing secret: copy it again from Stripe.')
      if (entered.has(secret)) return success(state)
      entered.add(secret)
      added += 1
      const id = `secret_${added}`
      const secretAdded = { id, addedAt: Date.now(), proof: 'unproved' as const, whyNotAsked: null }
      return change({ secrets: [...state.secrets, secretAdded] })
    },
    removeSecret: ({ secretId }: { secretId: string }) =>
      change({ secrets: state.secrets.filter(({ id }) => id !== secretId) }),
    selfTest: (): Result<SelfTest> =>
      success(selfTestPasses ? passing(state.urls) : failingAtSignature(state.urls)),
  }
}

type Steps = SelfTest['steps']

const firstSteps = (urls: readonly string[]): Steps => [
  { step: 'reachable', ok: true, ms: 1.4, text: `${urls.join(' and ')} can be reached.` },
  { step: 'forgery_refused', ok: true, ms: 0.9, text: 'An event with a wrong signature was refused.' },
]

const passing = (urls: readonly string[]): SelfTest => ({
  passed: true,
  steps: [
    ...firstSteps(urls),
    { step: 'signature', ok: true, ms: 0.2, text: 'A well signed event was accepted.' },
    { step: 'committed', ok: true, ms: 3.1, text: 'It is on the disk.' },
    { step: 'answered', ok: true, ms: 4, text: 'It was answered with 200 after that.' },
    { step: 'found', ok: true, ms: 1.2, text: 'It was found in the inbox.' },
  ],
})

const failingAtSignature = (urls: readonly string[]): SelfTest => ({
  passed: false,
  steps: [
    ...firstSteps(urls),
    {
      step: 'signature',
      ok: false,
      ms: 5001,
      text: 'A well signed event got 503 (The event could not be stored. Please send it again.).',
    },
    ...['committed', 'answered', 'found'].map((step) => ({ step, ok: false, ms: 0, text: 'Not reached.' })),
  ],
})
