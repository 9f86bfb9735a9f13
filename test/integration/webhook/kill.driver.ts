// A process that takes deliveries until it is killed: started with the desk as JSON, it says its address over IPC.
import { openIntake } from '../../../electron/engine/webhook/intake.ts'
import { programOf } from '../../programs.ts'

interface Given {
  folder: string
  fileKey: string
  secret: string
  port: number
}

const given = JSON.parse(process.argv[2] ?? '{}') as Given
const deskId = 'desk'
const intake = openIntake({
  files: { listener: programOf('listener'), writer: programOf('writer') },
  port: given.port,
  onStored: () => undefined,
  onBug: (error) => {
    throw error
  },
})
process.on('disconnect', () => process.exit(0))
const added = await intake.addDesk({
  deskId,
  folder: given.folder,
  fileKey: Buffer.from(given.fileKey, 'hex'),
  token: 'kill',
  secrets: [{ id: 'first', secret: given.secret }],
  livemode: false,
  accountId: 'acct_1',
})
if (!added.ok) throw new Error(added.detail)
for (;;) {
  const [url] = intake.state(deskId)?.urls ?? []
  if (url !== undefined) {
    process.send?.({ url })
    break
  }
  await new Promise((resolve) => setTimeout(resolve, 5))
}
