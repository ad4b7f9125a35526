import type { Context } from '../../context.ts'
import { type ImportJob, UPLOAD_MS } from '../../domain/import-job.ts'
import { equalSecrets } from '../../domain/sealing.ts'

/** The header without which an upload is refused: the service's URLs are signed for it. */
export const uploadHeader = { name: 'x-amz-server-side-encryption', value: 'aws:kms' } as const

/** What of a job its URL says. */
export type UploadTarget = { readonly poolId: string; readonly id: string; readonly expiresAt: number }

const signatureOf = ({ sealer }: Pick<Context, 'sealer'>, { poolId, id, expiresAt }: UploadTarget) =>
  sealer.mac(`import-upload|${poolId}`, `${id} ${expiresAt}`)

/** Where the file of a job goes by PUT: whoever has this URL may upload, until it expires. */
export const uploadUrl = (ctx: Pick<Context, 'sealer' | 'settings'>, job: ImportJob): string => {
  const target = { poolId: job.poolId, id: job.id, expiresAt: job.createdAt + UPLOAD_MS }
  const query = new URLSearchParams({
    'X-Amz-SignedHeaders': `host;${uploadHeader.name}`,
    'X-Cenote-Expires': `${target.expiresAt}`,
    'X-Amz-Signature': signatureOf(ctx, target),
  })
  return `${ctx.settings.publicUrl}/_cenote/imports/${job.poolId}/${job.id}?${query}`
}

/** Whether a URL was made by `uploadUrl`. */
export const isSigned = (ctx: Pick<Context, 'sealer'>, target: UploadTarget, signature: string): boolean =>
  equalSecrets(signatureOf(ctx, target), signature)
