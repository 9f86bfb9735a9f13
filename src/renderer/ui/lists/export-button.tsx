// The button that exports a list; while that takes long it lets go of it, and how far it is stands before it.
import { Download } from 'lucide-react'
import { Button } from '../button.tsx'
import { countText } from '../count.ts'
import { Spinner } from '../states.tsx'
import { useCsvExport, type AskPage, type CsvTable } from './use-csv-export.ts'

interface ExportButtonProps<Row> {
  /** There are rows, and what is said of them in the file is known. */
  ready: boolean
  table: (now: Date) => CsvTable<Row>
  /** Of the list as it is shown. */
  askPage: AskPage<Row>
}

export function ExportButton<Row>({ ready, table, askPage }: ExportButtonProps<Row>) {
  const { busy, progress, run, cancel } = useCsvExport<Row>()
  const reading = progress !== null
  return (
    <span className="flex items-center gap-2 text-ink-2">
      {/* Said once: a figure that is announced at every page is heard as nothing else is. */}
      <span role="status" className="unseen">
        {reading && 'Reading the rows'}
      </span>
      {reading && (
        <>
          <Spinner />
          <span className="figures">{countText(progress)} rows read</span>
        </>
      )}
      {/* One button for both, never disabled while it works: it keeps the focus. */}
      <Button
        look="ghost"
        {...(reading
          ? { onClick: cancel }
          : {
              icon: Download,
              disabled: !ready && !busy,
              'aria-disabled': busy,
              onClick: () => void run(table(new Date()), askPage),
            })}
      >
        {reading ? 'Cancel' : 'Export CSV'}
      </Button>
    </span>
  )
}
