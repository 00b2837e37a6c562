// On CloudFront, before an API is called: an API knows nothing of the door, and is told who stands before it.
// What was looked up is the path without its dots, and what would be sent on is the path as it came: such paths are refused.
function handler(event) {
  const request = event.request;
  if (/\/\/|\/\.{1,2}(\/|$)|\\|%(2e|2f|5c)/i.test(request.uri)) {
    return {
      statusCode: 400,
      statusDescription: 'Bad Request',
      headers: { 'content-type': { value: 'application/json' }, 'cache-control': { value: 'no-store' } },
      body: JSON.stringify({ error: 'bad_path', message: '주소가 올바르지 않습니다. The address is malformed.' }),
    };
  }
  request.uri = request.uri.replace(/^\/api\/[a-z0-9_-]+/, '');
  request.headers['x-viewer-address'] = { value: event.viewer.ip };
  return request;
}
