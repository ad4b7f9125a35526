import type { Context } from '../../context.ts'
import { rowTexts } from '../../domain/import-row.ts'
import type { StoredImport } from '../../store/import-jobs.ts'

const PAGE = 1000

const line = (outcome: string, row: number, reason: string) => `[${outcome}] Line Number ${row} - ${reason}\n`

/**
 * The log of a job, in the lines that the service writes for one. Rows are counted from the first
 * user on (unverified). Only those that did not become users are stored; the others follow.
 */
export async function* readLog(ctx: Context, { job, progress }: StoredImport): AsyncGenerator<string> {
  for (let from = 0; from < progress.row; from += PAGE) {
    const entries = await ctx.store.importFiles.logAfter(job, from, PAGE)
    const byRow = new Map(entries.map((entry) => [entry.row, entry]))
    let text = ''
    for (let row = from + 1; row <= Math.min(from + PAGE, progress.row); row++) {
      const { outcome = 'SUCCEEDED', reason = rowTexts.succeeded } = byRow.get(row) ?? {}
      if (outcome !== 'IGNORED') text += line(outcome, row, reason)
    }
    yield text
  }
}
