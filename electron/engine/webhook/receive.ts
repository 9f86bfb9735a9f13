// Takes one delivery from its first byte to its answer; a 200 must never be sent before the writer has said that it is durable.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { judgeEvent, judgeHead, judgeSigned, LARGEST_BODY } from './admission.ts'
import type { ListeningDesk } from './admission.ts'
import type { Connections } from './connections.ts'
import type { Handoff } from './handoff.ts'
import type { Reporter } from './report.ts'
import { refusals } from './refusals.ts'
import type { RefusalReason } from './refusals.ts'
import type { Permit, Permits } from './permits.ts'
import type { Witnesses } from './witnesses.ts'

/** Bodies that have begun to arrive and are not complete may take so many bytes together, then the oldest stranger goes. */
const LARGEST_UNFINISHED = 64 * 1024 * 1024
/** Signed bodies that wait for the writer; beyond that, Stripe is asked to come again. */
const LARGEST_WAITING = 64 * 1024 * 1024

export interface Receiver {
  desksByPath: Map<string, ListeningDesk>
  hosts: () => ReadonlySet<string>
  handoff: Handoff
  reporter: Reporter
  connections: Connections
  permits: Permits
  witnesses: Witnesses
  now: () => number
}

export type OnRequest = (request: IncomingMessage, response: ServerResponse) => void

/** The handler of one listener's requests. `isWaiting`: the sender asked with `Expect: 100-continue` before it sends the body. */
export function createReceiver(of: Receiver): (isWaiting: boolean) => OnRequest {
  const { desksByPath, handoff, reporter, connections, permits, witnesses } = of
  let unfinished = 0

  function isPermitted(permit: Permit, stored: Uint8Array, desk: ListeningDesk): boolean {
    const judged = judgeEvent(stored, desk)
    return judged.ok && permits.use(permit, judged.event)
  }

  return (isWaiting) => (request, response) => {
    const { socket, headers } = request
    // The rest of what was pipelined on a connection that has been closed.
    if (socket.destroyed || !socket.writable) return
    const startedAt = performance.now()
    const path = request.url ?? ''
    const known = desksByPath.get(path)
    const permit = permits.find(headers['bursar-self-test'], known?.deskId)
    const desk = permit && known ? { ...known, keys: [permit.key] } : known
    let chunks: Buffer[] = []
    let size = 0
    let isRefused = false

    function letGo(): void {
      for (const chunk of chunks) unfinished -= chunk.length
      chunks = []
    }

    function refuse(reason: RefusalReason): void {
      isRefused = true
      letGo()
      if (!permit) reporter.refused(desk?.deskId ?? null, reason)
      answer(response, reason)
      if (!permit) connections.strike(socket)
    }

    function onData(chunk: Buffer): void {
      size += chunk.length
      if (isRefused) {
        // What is still coming is dropped; one who sends on and on is cut off.
        if (size > 2 * LARGEST_BODY) socket.destroy()
        return
      }
      if (size > LARGEST_BODY) return refuse('too_large')
      chunks.push(chunk)
      unfinished += chunk.length
      if (unfinished > LARGEST_UNFINISHED) connections.crowdOut()
    }

    function onEnd(): void {
      if (isRefused || !desk) return
      const body = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, size)
      letGo()
      const judged = judgeSigned(body, signatureOf(headers['stripe-signature']), desk, of.now())
      if (!judged.ok) return refuse(judged.reason)
      if (permit && !isPermitted(permit, judged.stored, desk)) return refuse('signature_wrong')
      connections.trust(socket)
      if (handoff.waiting() > LARGEST_WAITING) return refuse('overloaded')
      const signatureMs = performance.now() - startedAt
      // Before it is stored, so that no body has to be held for it until then.
      const witness = witnesses.pick(judged.signer, judged.stored)
      handoff.put(desk.deskId, judged.stored, (refused) => {
        if (refused) return refuse(refused)
        response.writeHead(200, ACCEPTED).end()
        if (permit) permits.report(permit, signatureMs, performance.now() - startedAt)
        else reporter.accepted(desk.deskId, witness)
      })
    }

    request.on('data', onData)
    request.on('end', onEnd)
    request.on('error', () => {
      letGo()
      if (!isRefused && connections.mark(socket)) reporter.refused(desk?.deskId ?? null, 'incomplete')
      isRefused = true
    })

    const wrong = judgeHead(request, desk, of.hosts())
    if (wrong) refuse(wrong)
    else if (isWaiting) response.writeContinue()
  }
}

const ACCEPTED = ['Content-Length', '0']

function answer(response: ServerResponse, reason: RefusalReason): void {
  const { status, text } = refusals[reason]
  const headers = ['Content-Type', 'text/plain', 'Content-Length', String(text.length)]
  if (reason === 'method') headers.push('Allow', 'POST')
  response.writeHead(status, headers).end(text)
}

/** Node joins a header that came twice with a comma, as Stripe's own SDK gets it; a list is nothing that Stripe sends. */
function signatureOf(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : undefined
}
