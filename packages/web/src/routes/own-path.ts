/** A path of this page as it was given; the overview for anything that could lead elsewhere. */
export function ownPath(path: string): string {
  const isPath = path.startsWith('/') && !path.startsWith('//') && !/[\\\p{Cc}]/u.test(path);
  return isPath && new URL(path, 'http://page').host === 'page' ? path : '/';
}
