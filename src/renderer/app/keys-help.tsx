// The list of keys, for `?`. It must match what the screens really bind.
import { Dialog } from '../ui/dialog.tsx'
import { Kbd } from '../ui/kbd.tsx'

const groups: readonly {
  title: string
  rows: readonly (readonly [keys: readonly string[], does: string])[]
}[] = [
  {
    title: 'Everywhere',
    rows: [
      [['mod+k'], 'Search and commands'],
      [['g p'], 'Payments'],
      [['g r'], 'Refunds'],
      [['g s'], 'Settings'],
      [['z', 'mod+z'], 'Undo a refund that is still held'],
      [['?'], 'This list'],
    ],
  },
  {
    title: 'Payments',
    rows: [
      [['/'], 'Search in the list'],
      [['down', 'j'], 'Next payment'],
      [['up', 'k'], 'Previous payment'],
      [['Home', 'End'], 'First, last'],
      [['enter'], 'Open in the inspector'],
      [['escape'], 'Close the inspector'],
      [['r'], 'Refund'],
      [['c'], 'Copy the payment id'],
      [['o'], 'Open in the Stripe Dashboard'],
    ],
  },
  {
    title: 'Refunds',
    rows: [
      [['down', 'j'], 'Next refund'],
      [['up', 'k'], 'Previous refund'],
      [['enter'], 'Open its payment'],
      [['c'], 'Copy the refund id'],
    ],
  },
  {
    title: 'Refund form',
    rows: [
      [['mod+enter'], 'Place the refund'],
      [['escape'], 'Close; a placed refund goes on'],
    ],
  },
]

export function KeysHelp({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Keys" onClose={onClose} wide>
      <div className="grid gap-x-10 gap-y-5 overflow-auto px-5 pt-1 pb-5 sm:grid-cols-2">
        {groups.map(({ title, rows }) => (
          <section key={title}>
            <h3 className="mb-1 text-sm font-medium text-ink-3">{title}</h3>
            <dl>
              {rows.map(([keys, does]) => (
                <div key={does} className="flex h-7 items-center justify-between gap-4">
                  <dt className="order-2 flex items-center gap-2">
                    <span className="unseen">{keys.join(' or ')}</span>
                    {keys.map((each) => (
                      <Kbd key={each} keys={each} />
                    ))}
                  </dt>
                  <dd>{does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
