// Native notifications: quiet, one for each notice, not in the face of whoever looks already, and none for whoever wants none.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createNotices } from '../../../electron/shell/notices.ts'
import type { Notice } from '../../../src/contract/index.ts'
import { demoDesk } from '../../doubles/bridge/fake-desks.ts'

function open(options: { looked?: boolean; file?: string } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'bursar-notices-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const made: { title: string; body: string; silent: boolean; click: () => void }[] = []
  const opened: (string | undefined)[] = []
  const file = options.file ?? join(folder, 'notices.json')
  const notices = createNotices({
    file,
    make(content) {
      const one = { ...content, click: (): void => undefined }
      return {
        on: (_event, listener) => (one.click = listener),
        show: () => void made.push(one),
      }
    },
    isSupported: () => true,
    isLookedAt: () => options.looked ?? false,
    open: (place) => void opened.push(place),
  })
  return { notices, made, opened, file }
}

const desk = 'acct_1-test-local'
const failed: Notice = {
  deskId: desk,
  desk: 'LIVE · Hopper Instruments',
  kind: 'refund_failed',
  text: 'A refund of €49.00 failed.',
  opens: { kind: 'refund', id: 're_1' },
}
const silent: Notice = { ...failed, kind: 'webhook_silent', text: 'Nothing comes.', opens: undefined }

test('a failed refund is told quietly, and a click opens it at its desk', () => {
  const { notices, made, opened } = open()
  notices.heard('desk.switched', { desk: demoDesk })
  notices.heard('notice', failed)
  expect(made).toMatchObject([
    { title: 'LIVE · Hopper Instruments: refund failed', body: failed.text, silent: true },
  ])
  made[0]!.click()
  expect(opened).toEqual([`/desks/${desk}/refunds/re_1`])
})

test('what opens nothing, or no id, shows the window alone', () => {
  const { notices, made, opened } = open()
  notices.heard('notice', silent)
  notices.heard('notice', { ...failed, opens: { kind: 'refund', id: '../settings' } })
  for (const { click } of made) click()
  expect(opened).toEqual([undefined, undefined])
})

test('whoever looks at the desk sees a failed refund there, and is told of what no screen shows', () => {
  const { notices, made } = open({ looked: true })
  notices.heard('desk.switched', { desk: { ...demoDesk, id: desk } })
  notices.heard('notice', failed)
  notices.heard('notice', { ...failed, kind: 'dispute_opened' })
  notices.heard('notice', silent)
  expect(made.map(({ title }) => title)).toEqual(['LIVE · Hopper Instruments: webhook is silent'])
})

test.each([null, demoDesk])('whoever looks at another desk, or at none, is told at once: %o', (shown) => {
  const { notices, made } = open({ looked: true })
  notices.heard('desk.switched', { desk: { ...demoDesk, id: desk } })
  notices.heard('desk.switched', { desk: shown })
  notices.heard('notice', failed)
  expect(made).toHaveLength(1)
})

test('whoever wants none is told nothing, after a restart too', () => {
  const { notices, made, file } = open()
  notices.want(false)
  notices.heard('notice', silent)
  const again = open({ file })
  again.notices.heard('notice', silent)
  expect([again.notices.wanted(), made, again.made]).toEqual([false, [], []])
})
