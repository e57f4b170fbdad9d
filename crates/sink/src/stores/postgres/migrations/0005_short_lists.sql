-- What was written last waits in a list beside each index, and every search reads all of it: short ones, in kB.
ALTER INDEX articles_search SET (gin_pending_list_limit = 512);
ALTER INDEX articles_labels SET (gin_pending_list_limit = 512);

SELECT gin_clean_pending_list('articles_search'), gin_clean_pending_list('articles_labels');
