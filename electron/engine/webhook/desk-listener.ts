// One desk's side of the listener: its signing secrets, what is said of it, its self-test. A secret goes from here into the
// keychain and to the listener's thread, and must never come back.
import { randomUUID } from 'node:crypto'
import {
  failure,
  success,
  type Failure,
  type ListenerState,
  type Result,
  type SelfTest,
} from '../../../src/contract/index.ts'
import type { IntakeState, WebhookIntake } from './intake.ts'
import type { NamedSecret, Witness } from './messages.ts'
import type { SecretProof } from './proof.ts'
import { refusals, type RefusalCounts, type RefusalReason } from './refusals.ts'

/** During a roll Stripe signs with the old and the new one. */
const atMost = 2

export interface SigningSecret extends NamedSecret {
  /** Our clock, milliseconds. */
  addedAt: number
}

export interface DeskListener {
  state(): ListenerState
  addSecret(secret: string): Promise<Result<ListenerState>>
  removeSecret(secretId: string): Promise<Result<ListenerState>>
  selfTest(): Promise<SelfTest>
  /** The newest event by each secret that is kept, by which it can be asked whose account it is of; none where the desk brings its own. */
  witnesses(): ReadonlyMap<string, Witness>
  /**
   * Since when a webhook is expected (Unix seconds), its last delivery (milliseconds), and whether one can be taken at the moment; null
   * without a signing secret.
   */
  expected(): { since: number; lastAcceptedAt: number | null; isRunning: boolean } | null
}

/** Changes the secrets that are kept and answers with them; one change after the other. */
export type KeepSigning = (
  change: (kept: readonly SigningSecret[]) => readonly SigningSecret[],
) => Promise<readonly SigningSecret[]>

export interface DeskListenerPorts {
  deskId: string
  mode: 'test' | 'live'
  intake: WebhookIntake
  signing: readonly SigningSecret[]
  /** Null where the desk brings its own. */
  keep: KeepSigning | null
  duplicates: () => number
  /** Whether a secret is of this account, as far as it is known. */
  proofOf: (secretId: string) => SecretProof
  /** Why none can be added or removed now, written down; null when it can. `what`: "add a signing secret". */
  whyNotChange: (what: string) => Failure | null
  /** Our clock, milliseconds. */
  now: () => number
  changed: (state: ListenerState) => void
  /** A secret was added to or removed from those that are kept. */
  noted: (change: 'added' | 'removed', secretId: string) => void
}

export function openDeskListener(ports: DeskListenerPorts): DeskListener {
  const { deskId, intake, keep } = ports
  let { signing } = ports
  const openedAt = ports.now()

  function state(): ListenerState {
    const known = intake.state(deskId) ?? nothingKnown
    const { counters, lastRefusal } = known
    return {
      deskId,
      running: known.running,
      ...(known.problem === null
        ? {}
        : { problem: failure('internal', `Webhooks can't be taken at the moment: ${known.problem}`).error }),
      port: known.port,
      path: known.path,
      urls: [...known.urls],
      forwardCommand: forwardCommand(known, ports.mode),
      note: known.note,
      secrets: signing.map(toState),
      takesSecrets: keep !== null,
      accepted: counters.accepted,
      duplicates: ports.duplicates(),
      refused: inWords(counters.refused),
      refusedForNobody: inWords(counters.refusedForNobody),
      lastAcceptedAt: known.lastAcceptedAt,
      lastRefusal: lastRefusal && { reason: refusals[lastRefusal.reason].text, at: lastRefusal.at },
    }
  }

  function toState({ id, addedAt }: SigningSecret): ListenerState['secrets'][number] {
    const { proof, whyNotAsked } = ports.proofOf(id)
    return { id, addedAt, proof, whyNotAsked: whyNotAsked?.message ?? null }
  }

  /**
   * `how` judges twice: what is there now, and what is kept when its turn at the keychain has come, which may be a minute later. So long
   * the desk may have been locked.
   */
  async function change(
    keepSigning: KeepSigning,
    what: 'added' | 'removed',
    secretId: string,
    how: (kept: readonly SigningSecret[]) => Result<readonly SigningSecret[]>,
  ): Promise<Result<ListenerState>> {
    const judge: typeof how = (kept) => {
      const refused = ports.whyNotChange(doing[what])
      return refused === null ? how(kept) : { ok: false, error: refused }
    }
    const asked = judge(signing)
    if (!asked.ok) return asked
    if (asked.value === signing) return success(state())
    const turn: { kept: readonly SigningSecret[]; wanted: ReturnType<typeof how> } = {
      kept: signing,
      wanted: asked,
    }
    try {
      signing = await keepSigning((kept) => {
        turn.kept = kept
        turn.wanted = judge(kept)
        return turn.wanted.ok ? turn.wanted.value : kept
      })
    } catch (error) {
      const words = error instanceof Error ? error.message : 'it gives no reason'
      return failure(
        'keychain_unavailable',
        `The keychain could not keep the change (${words}). Nothing was changed: unlock it and try again.`,
      )
    }
    if (!turn.wanted.ok) return turn.wanted
    if (turn.wanted.value === turn.kept) return success(state())
    intake.setSecrets(deskId, signing)
    ports.noted(what, secretId)
    ports.changed(state())
    return success(state())
  }

  return {
    state,
    async addSecret(pasted) {
      const secret = pasted.trim()
      if (keep === null) return failure('bad_request', 'This desk brings its own signing secret.')
      if (!/^whsec_[\w+/=-]{16,}$/.test(secret))
        return failure(
          'key_malformed',
          'This is not a signing secret. It begins with whsec_ and is shown by `stripe listen`, or in the Dashboard under Developers, Webhooks. Nothing was kept.',
        )
      const added = { id: randomUUID(), secret, addedAt: ports.now() }
      return change(keep, 'added', added.id, (kept) => {
        if (kept.some((known) => known.secret === secret)) return success(kept)
        if (kept.length >= atMost)
          return failure(
            'bad_request',
            'Two signing secrets are kept already, which is enough for a roll. Remove the older one first. Nothing was kept.',
          )
        return success([...kept, added])
      })
    },
    async removeSecret(secretId) {
      if (keep === null) return failure('bad_request', 'This desk brings its own signing secret.')
      return change(keep, 'removed', secretId, (kept) =>
        kept.some(({ id }) => id === secretId)
          ? success(kept.filter(({ id }) => id !== secretId))
          : failure('not_found', 'There is no such signing secret.'),
      )
    },
    selfTest: () => intake.selfTest(deskId),
    witnesses() {
      const known = keep === null ? nothingKnown.witnesses : (intake.state(deskId) ?? nothingKnown).witnesses
      return new Map([...known].filter(([secretId]) => signing.some(({ id }) => id === secretId)))
    },
    expected() {
      const [first] = signing
      if (first === undefined) return null
      const { lastAcceptedAt, running } = intake.state(deskId) ?? nothingKnown
      // What happened while Bursar was closed is no fault of the webhook.
      const since = Math.floor(Math.max(first.addedAt, openedAt) / 1000)
      return { since, lastAcceptedAt, isRunning: running }
    },
  }
}

const doing = { added: 'add a signing secret', removed: 'remove a signing secret' } as const

const nothingKnown: IntakeState = {
  urls: [],
  path: '',
  port: null,
  running: false,
  problem: null,
  note: null,
  counters: { accepted: 0, refused: {}, refusedForNobody: {} },
  lastAcceptedAt: null,
  lastRefusal: null,
  witnesses: new Map(),
}

/** docs.stripe.com/cli/listen; empty while there is no address. */
function forwardCommand({ urls: [url] }: IntakeState, mode: 'test' | 'live'): string {
  if (url === undefined) return ''
  return `stripe listen ${mode === 'live' ? '--live ' : ''}--forward-to ${url}`
}

function inWords(counts: RefusalCounts): ListenerState['refused'] {
  const given = Object.entries(counts) as [RefusalReason, number][]
  return given
    .map(([reason, count]) => ({ reason: refusals[reason].text, count }))
    .toSorted((left, right) => right.count - left.count)
}
