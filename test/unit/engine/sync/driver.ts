// A desk that reads, as a process of its own to be killed: `driver.ts <folder> <base URL> <key>`. Says "page" after each stored page.
import { makeClient } from '../../../../electron/engine/gateway/client.ts'
import { openGateway } from '../../../../electron/engine/gateway/gateway.ts'
import { openProjector } from '../../../../electron/engine/projector/projector.ts'
import { intakeOf } from '../../../../electron/engine/sync/intake.ts'
import { openSync } from '../../../../electron/engine/sync/sync.ts'
import { openCache } from '../../../../electron/store/open.ts'
import { failure } from '../../../../src/contract/index.ts'

const [folder = '', baseUrl = '', key = ''] = process.argv.slice(2)
const opened = openCache(folder, Buffer.alloc(32, 7))
if (!opened.ok) throw new Error(opened.detail)
const { database: cache } = opened
const gateway = openGateway({ client: makeClient(key, baseUrl), livemode: false, requestsPerSecond: 500 })
const projector = openProjector({
  cache,
  inbox: { after: () => [], forget: () => undefined },
  readAgain: async () => failure('stripe_unreachable', 'Nothing is read again here.'),
  now: Date.now,
  changed: () => undefined,
  onTrouble: () => process.exit(3),
})
const reading = intakeOf({ cache, projector, now: Date.now })
const intake: typeof reading = {
  ...reading,
  async objects(...page) {
    const isStored = await reading.objects(...page)
    process.stdout.write('page\n')
    return isStored
  },
}
const sync = openSync({
  deskId: 'acct_1-test-local',
  gateway,
  cache,
  intake,
  budget: { perSecond: 500, perEndpoint: 500 },
  notUnderstood: () => null,
  webhook: () => null,
  now: Date.now,
  changed: () => undefined,
  projection: () => ({ waiting: 0, failed: 0, readsDue: 0, rebuilding: null, problem: null }),
  onBug: () => process.exit(4),
})
const { phase } = await sync.refresh()
process.stdout.write(`${phase}\n`)
process.exit(0)
