// Tells the reader which desk files to open, over a port that only these two threads hold: the only way a file key travels.
import type { MessagePort } from 'node:worker_threads'
import type { DeskToOpen, ReaderAnswer, ReaderOrder } from '../../store/reader-messages.ts'

export interface ReaderLink {
  /** Resolves once the reader can answer questions on this desk; with the reason when it can't. */
  open(desk: DeskToOpen): Promise<string | null>
  /** Resolves once the reader has let go of the files; with whether they are sound as far as it read them. */
  close(deskId: string): Promise<boolean>
  end(): void
}

export function linkReader(port: MessagePort): ReaderLink {
  const waiting = new Map<string, (problem: string | null) => void>()
  let isGone = false
  port.on('message', (said: ReaderAnswer) => {
    const name = 'opened' in said ? `open ${said.opened}` : `close ${said.closed}`
    waiting.get(name)?.('opened' in said ? said.problem : said.damaged === true ? 'damaged' : null)
    waiting.delete(name)
  })
  // A reader that died answers nothing more; both threads are started again together.
  port.on('close', () => {
    isGone = true
    for (const resolve of waiting.values()) resolve('The reader stopped.')
    waiting.clear()
  })
  const tell = (order: ReaderOrder): void => port.postMessage(order)
  const answered = (name: string): Promise<string | null> =>
    isGone ? Promise.resolve('The reader stopped.') : new Promise((resolve) => waiting.set(name, resolve))
  return {
    open(desk) {
      const answer = answered(`open ${desk.deskId}`)
      tell({ open: desk })
      return answer
    },
    async close(deskId) {
      const answer = answered(`close ${deskId}`)
      tell({ close: { deskId } })
      return (await answer) === null
    },
    end: () => port.close(),
  }
}
