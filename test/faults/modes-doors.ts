// The two doors of the engine in this thread: the listener with its real judgement and real inboxes, but without sockets; and the
// reader with its real questions, over a port.
import { MessageChannel } from 'node:worker_threads'
import { linkReader, type ReaderLink } from '../../electron/engine/accounts/reader-link.ts'
import {
  judgeEvent,
  judgeHead,
  judgeSigned,
  type ListeningDesk,
} from '../../electron/engine/webhook/admission.ts'
import type { IntakeOptions, WebhookIntake } from '../../electron/engine/webhook/intake.ts'
import type { NamedSecret } from '../../electron/engine/webhook/messages.ts'
import type { RefusalReason } from '../../electron/engine/webhook/refusals.ts'
import { signatureHeader, signingKeys } from '../../electron/engine/webhook/signature.ts'
import { answerQuestions } from '../../electron/reader/answer.ts'
import { openInbox, type Inbox } from '../../electron/store/inbox/inbox.ts'
import {
  callThrough,
  schemas,
  type MethodName,
  type ReplyOf,
  type RequestOf,
  type Result,
} from '../../src/contract/index.ts'

const host = '127.0.0.1:47113'

export interface Doors {
  intake: WebhookIntake
  reader: ReaderLink
  /** Delivers a body, signed with a secret, to the path of a desk. */
  deliver(deskId: string, body: string, secret: string): RefusalReason | 'accepted'
  ask<Name extends MethodName>(method: Name, request: RequestOf<Name>): Promise<Result<ReplyOf<Name>>>
}

export function openDoors(ports: Required<Pick<IntakeOptions, 'onStored' | 'onRefused'>>): Doors {
  const desks = new Map<string, ListeningDesk & { inbox: Inbox }>()
  const { port1, port2 } = new MessageChannel()
  answerQuestions(port1)
  const caller = callThrough(port2, () => undefined)

  const keysOf = (secrets: readonly NamedSecret[]) => signingKeys(secrets.map(({ secret }) => secret))

  const intake: WebhookIntake = {
    async addDesk({ deskId, folder, fileKey, token, secrets, livemode, accountId }) {
      const opened = openInbox(folder, fileKey)
      if (!opened.ok) return opened
      const keys = keysOf(secrets)
      const path = `/webhooks/${token}`
      desks.set(deskId, { deskId, path, livemode, accountId, keys, inbox: opened.inbox })
      return { ok: true, damagedFile: opened.damagedFile }
    },
    setSecrets(deskId, secrets) {
      const desk = desks.get(deskId)
      if (desk) desk.keys = keysOf(secrets)
    },
    async removeDesk(deskId) {
      desks.get(deskId)?.inbox.close()
      desks.delete(deskId)
    },
    state: (deskId) => {
      const desk = desks.get(deskId)
      return (
        desk && {
          urls: [`http://${host}${desk.path}`],
          path: desk.path,
          port: 47_113,
          running: true,
          problem: null,
          note: null,
          counters: { accepted: 0, refused: {}, refusedForNobody: {} },
          lastAcceptedAt: null,
          lastRefusal: null,
          witnesses: new Map(),
        }
      )
    },
    forget: (deskId, upTo) => void desks.get(deskId)?.inbox.forget(upTo, 10_000),
    reopen: () => undefined,
    selfTest: () => Promise.reject(new Error('there is no HTTP here')),
    close: async () => undefined,
  }

  return {
    intake,
    reader: { ...linkReader(port2), end: () => port2.close() },
    deliver(deskId, text, secret) {
      const desk = desks.get(deskId)
      const head = { method: 'POST', headers: { host, 'content-type': 'application/json' } }
      const wrong = judgeHead(head, desk, new Set([host]))
      if (wrong !== null || desk === undefined) return wrong ?? 'path'
      const body = Buffer.from(text)
      const signature = signatureHeader(body, secret, Math.floor(Date.now() / 1000))
      const bySignature = judgeSigned(body, signature, desk, Date.now())
      const judged = bySignature.ok ? judgeEvent(bySignature.stored, desk) : bySignature
      if (!judged.ok || !bySignature.ok) {
        const reason = judged.ok ? 'signature_wrong' : judged.reason
        ports.onRefused(deskId, { [reason]: 1 }, { reason, at: Date.now() })
        return reason
      }
      ports.onStored(deskId, desk.inbox.append([{ receivedAt: Date.now(), body: bySignature.stored }]))
      return 'accepted'
    },
    // As the registrar does, which fills in what was left out.
    ask: async (method, request) =>
      (await caller.call(method, schemas[method].request.parse(request))) as never,
  }
}
