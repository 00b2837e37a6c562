// On CloudFront, before a page is fetched: a path is the name of a page, or it leads to the page that says there is none.
const PAGES = [/* pages */];

function withQuery(path, fields) {
  const parts = [];
  for (const name in fields) {
    for (const field of fields[name].multiValue || [fields[name]]) parts.push(name + '=' + field.value);
  }
  return parts.length ? path + '?' + parts.join('&') : path;
}

function handler(event) {
  const request = event.request;
  const path = request.uri;
  const trimmed = path.replace(/\/$/, '');
  if (path !== '/' && trimmed !== path && PAGES.includes(trimmed)) {
    return {
      statusCode: 308,
      statusDescription: 'Permanent Redirect',
      headers: { location: { value: withQuery(trimmed, request.querystring) } },
    };
  }
  if (path === '/') request.uri = '/index';
  else if (!PAGES.includes(path)) request.uri = '/404';
  return request;
}
