// The button that exports a list, and in its place how far it is while that takes long.
import { Download } from 'lucide-react'
import { Button } from './button.tsx'
import { countText } from './count.ts'
import { Spinner } from './states.tsx'
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
  if (progress !== null)
    return (
      <span className="flex items-center gap-2 text-ink-2">
        <Spinner />
        <span role="status" className="figures">
          {countText(progress)} rows read
        </span>
        <Button look="ghost" onClick={cancel}>
          Cancel
        </Button>
      </span>
    )
  return (
    <Button
      look="ghost"
      icon={Download}
      disabled={busy || !ready}
      onClick={() => void run(table(new Date()), askPage)}
    >
      Export CSV
    </Button>
  )
}
